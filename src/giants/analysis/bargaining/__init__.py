"""What is asked, threatened and conceded?  Figures: timeline of one run's episodes, concessions by class of issue.

    giants-analyse bargaining PATH [--run RUN_ID]

The log in words is written beside them.
"""
