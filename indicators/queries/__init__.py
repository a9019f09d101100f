from indicators.queries.counting import Answer, Cell, answer
from indicators.queries.question import Question, question_of

__all__ = ["Answer", "Cell", "Question", "answer", "question_of"]
