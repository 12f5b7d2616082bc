"""What returns decide: windows, checks, risk and indicators, as pure functions over plain values."""
