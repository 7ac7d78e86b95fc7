"""What every page needs: the request and its viewer, permissions, CSRF, flash messages, paging, errors to pages, security headers.

In: HTTP requests. Out: pages, redirects and attachments. Knows the rooms `access` and `accounts`, and the evidence of claims and exports
that were kept, which two wings show alike; no wing is imported here.
"""
