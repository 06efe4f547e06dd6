"""Validation of a store: its view against the SHACL shapes, and the checks of `queries/checks`."""

from loader.validation.findings import Finding, judge_shapes, run_checks
from loader.validation.shape_compiler import UnknownConstraintError, compile_shapes

__all__ = ["Finding", "UnknownConstraintError", "compile_shapes", "judge_shapes", "run_checks"]
