"""What people read of submissions: every function takes the viewer's scope, and nothing reads around it."""
