"""SROI tracker."""
