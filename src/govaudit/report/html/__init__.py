"""Reports as HTML: one file that needs nothing else, to hand over, to print, to attach. The site is built from the same parts."""
