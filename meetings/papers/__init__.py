"""Papers of a meeting as files: sign-in sheets and name plates, minutes as PDF and DOCX.

Templates are .typ files beside this; what goes into them is data. No text of a person ever becomes a part of a template.
"""
