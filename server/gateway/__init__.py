"""Gateway between the network and the application: ASGI on one side, WSGI on the other.

It answers by itself what it has answered before, sends long answers without holding a thread,
compresses, and tells the application when a client leaves.
"""
