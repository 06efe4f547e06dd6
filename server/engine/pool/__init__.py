"""Worker pool: strangers' queries, evaluated in processes that can be killed.

The site (`client`) gives each question a socket; the supervisor passes it on to a worker and holds
its life in its hands; a nursery forks the workers of a release.
"""
