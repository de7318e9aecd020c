"""Records of the core that are entered from a child's file: what was said and on which ground data
is held, papers and their end, parents stated and taken back.

The core has no pages: the file of a child is the roof's, and so are these.
"""
