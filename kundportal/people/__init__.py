"""Who signs in: the people of the customers and of the vendor.

Owns Person, Organisation, MailDomain, how one signs in, and the gates in front of every view.
Level 2: may know mail, history, products and lib.
Words: a *customer* is a central administrator of an organisation; *staff* work for the vendor
(agents and leads in support, consultants, administrators). A *gate* says who may reach a view.
"""
