"""Reads of claims, evidence, persons and invoices. `claims` and `evidence` take the viewer; `persons` and `invoices` serve the kinds."""
