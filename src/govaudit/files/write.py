def write_text(t, x):
    open(t, "w").write(x)
