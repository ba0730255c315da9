"""Turns of a conversation: what a turn can be, and what it takes over.

A turn is read as `greeting or prefix + one act`. Its act says which slots of which frame survive
(a frame is an earlier question: thing asked, arm, group, trial, time, figure), and what it is
resolved against: the frame, the **place** (the statements that the answer showed: their rows,
columns, arms, figures, trial and person, and what stands beside them), or what was asked back.

| act, for example | what survives | resolved against | modules |
|---|---|---|---|
| whole question | the medicine spoken of | nothing | `leaving`, `conversation` |
| fragment for a slot: `on placebo?` | all but its like | frame | `exchange`, `changed` |
| … for the row: `from 40 up`, `without?` | all but the label | rows | `siblings` |
| … for the column: `the higher dose` | all but the column | columns | `columns` |
| fragment that adds: `after HSCT?` | all | frame | `ellipsis`, `replacing` |
| fragment, either: `Age?` | as it is answered | frame, place | `fragments`, `following` |
| correction: `25, not 40` | all but what was wrong | frame | `amending` |
| confirmation: `so it works, right?` | what `it` is | evidence | `confirming` |
| aspect of an answer: `was it severe?` | the thing | place | `aspects` |
| `why?`, `how many?`, `in percent?` | the whole question | place, frame | `ellipsis`, `forms` |
| pointing: `it`, `that one` | what it stands for | frame, place | `pointing`, `listing` |
| pointing: `she`, `that trial` | whom or what it is | place | `persons_meant`, `trials_meant` |
| return: `back to the trial: …` | that turn's slots, place | its turn | `frames`, `replacing` |
| reply, behind `which arm?` | that question | what was asked back | `amending` |

What asks of an answer (aspects, confirmations, why) leaves the frame as it was (`frames`). Rules
make one or more readings of a turn, and what answers them decides between these (`following`): an
answer must tell something of what the turn itself asks. What can't be told is asked back.
"""
