"""Speed, told as ratios measured in one run."""
