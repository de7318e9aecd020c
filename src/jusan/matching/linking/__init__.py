"""Which records of several channels speak of one person: retrieval, evidence, a learned weight."""
