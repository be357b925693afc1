def check_table(p):
    pass
