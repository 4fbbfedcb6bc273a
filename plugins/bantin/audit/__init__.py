"""Whether a built site is as readers need it, whatever its data: links, feeds, weights and content policy."""
