"""Planning: the requirement graph, what blocks a child, when they can fly, who boards."""
