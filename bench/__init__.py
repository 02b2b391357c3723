"""How fast Pathways is and how much it takes, each figure beside what it is compared with."""
