"""The sample bureau: a seeded year of an invented county with planted breaches and a truth file.

It knows nothing of the law pages: an import contract forbids it.
"""

from guiju.project.demo.sample import AS_OF, Sample, write_sample

__all__ = ["AS_OF", "Sample", "write_sample"]
