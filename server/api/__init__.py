"""The API: each query of the library, typed, behind several doors."""
