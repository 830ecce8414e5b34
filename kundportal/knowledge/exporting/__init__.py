"""Articles as a folder of Markdown with front matter, which `importing` reads again.

`pages` says which files there are, one after the other; `packing` writes them into a folder or a
zip file, so that neither the number of articles nor the size of their files matters.
"""
