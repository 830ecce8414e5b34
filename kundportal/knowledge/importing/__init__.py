"""Articles from elsewhere: a folder or zip of Markdown, Zendesk Guide's or Freshdesk's export.

Readers are pure: they know no database and give `Document`s with remarks about what they met.
`comparing` says what an import would do with one, `putting` does it, `running` takes a source
through. Words: a *source* is what is imported; an *entry* a text in it, in one language; its *key*
names the article wherever the source is read again; a *remark* tells what was met on the way.
"""
