"""What benchmarks run in an environment of its own, with packages that do not go with the project's."""
