"""People and whatever else has a name: the names of a text, who they are, whom a mention means."""
