"""Say how the process ends and what the system lets it do.

`interrupts` ends it on Ctrl-C and SIGTERM, `threads` starts threads that nobody waits for in vain, `limits` asks the
system for its limits. `debug` logs how morgue decides, where MORGUE_DEBUG asks for it.
"""
