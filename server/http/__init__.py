"""HTTP as every answer has it: content negotiation, problems, language, headers."""
