"""What every page needs: errors, context, responses."""
