"""The shapes of answers, as OpenAPI tells them: one module for each noun. Nothing is validated against them when a
request is answered; a test holds real answers to them.

`TypedDict` is that of typing_extensions: pydantic reads only this one before Python 3.12.
"""
