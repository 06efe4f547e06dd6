"""Publication of a release into a remote store: staged beside what answers, switched at once.

`graphs` are those of the release, `target` is the store, `record` what is said there of what it
holds, `publish` the steps.
"""
