"""Long trials, run by `make soak`: killed builds, full disks, releases that switch."""
