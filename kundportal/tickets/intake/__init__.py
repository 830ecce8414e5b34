"""What is typed and attached before it is sent: drafts, waiting files, the check for viruses."""
