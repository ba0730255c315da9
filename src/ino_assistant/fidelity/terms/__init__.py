"""What words mean: vocabulary of trials, names of arms, how numbers are written."""
