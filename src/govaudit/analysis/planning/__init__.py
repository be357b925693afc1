"""The cheapest changes of facts that reach a score: an integer program over the rules, and the interpreter as its judge.

`moves` says what may change and at what cost, `program` holds an integer program, `encode` and `groups` write a compiled framework into
one, `search` solves and verifies it, `steps` tells what each change does.
"""
