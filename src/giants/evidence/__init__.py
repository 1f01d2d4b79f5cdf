"""What the model is held to: published figures beside ours, replicated models, dated episodes, the hindcast.

Nothing here runs in a month; the blocks do not import it.  A folder for each block, and `model` for the whole.
"""
