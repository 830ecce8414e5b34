"""The one search box: what is asked, what of all rooms is found, and the pages that show it."""
