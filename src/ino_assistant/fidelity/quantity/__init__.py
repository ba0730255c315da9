"""The grammar of quantities: what each figure of a text is, exactly."""
