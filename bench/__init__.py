"""What is measured, and against what: `bench/run` fills a database in bulk and serves it.

Each page is measured against its floor, a bare Django view under the same server; see
docs/operate/benchmarks.md. Nothing of the product knows of this folder.
"""
