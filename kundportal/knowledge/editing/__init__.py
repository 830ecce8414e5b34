"""How articles are written, reviewed, published and kept right: what the desk does with them."""
