"""Laws that no single model can see: between profiles and bibliography, between rubrics and codebook, between criteria and cases."""
