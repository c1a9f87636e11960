"""The contenders, each as somebody would write it. A module has those works that it can do:

`calls(url)`: a client, kept; the function that comes back retrieves an integration so many times, decoded.
`crowd(url, at_once)`: the same, asynchronously, so many of them at a time.
`details(file)`: the function that comes back decodes and encodes all details of the file so many times.
"""
