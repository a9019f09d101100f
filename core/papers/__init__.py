"""Papers as files: PDF by a template, DOCX in the layout of GB/T 9704, and how they are handed out.

What goes into a template is data: no text of a person ever becomes a part of one.
"""
