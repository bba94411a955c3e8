"""One address asked for and answered: conditions, redirects, robots, bodies within bounds, causes of failure."""
