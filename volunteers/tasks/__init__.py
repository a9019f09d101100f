from volunteers.tasks.keys import count_vault_keys

__all__ = ["count_vault_keys"]
