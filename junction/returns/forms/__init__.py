"""The shape of what people type: the questions of a return, a call, a file of returns."""
