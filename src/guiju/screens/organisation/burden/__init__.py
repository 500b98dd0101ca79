"""填报负担: how much our own screens ask people to type for a case, by unit and by form; never by person."""
