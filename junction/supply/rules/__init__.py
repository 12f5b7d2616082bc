"""What is decided and computed in supply, without a database or a clock."""
