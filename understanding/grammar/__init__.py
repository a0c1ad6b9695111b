"""The small engine that folds words into meanings. It knows no language."""
