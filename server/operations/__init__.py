"""What an operator watches: health, metrics, logs."""
