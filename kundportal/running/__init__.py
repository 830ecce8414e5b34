"""Starting and stopping: the demo with its children, management commands on its data folder.

Level 0: knows processes, folders and addresses, and nothing of the product but the names of
the management commands that it calls.
"""
