"""Measurements, as ratios to something measured in the same run: an absolute figure says more about the machine.

Each bench is a module with a `main`; `__main__` lists them. What is measured against is built or installed when first
needed: two C programs (into build/) and two Node servers (into node/node_modules).
"""
