"""Every write of assurance: what is asked, what is answered, shown, verified and signed."""
