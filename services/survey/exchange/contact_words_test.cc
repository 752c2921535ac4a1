#include "services/survey/exchange/contact_words.h"

#include <gtest/gtest.h>

namespace lotse::survey {
namespace {

TEST(AsksForContact, GoesByWordsInGermanAndEnglish) {
  for (const char* text :
       {"Bitte gib hier deine Emailadresse an", "E-Mail", "Ihre TELEFONNUMMER?", "Wohnadresse",
        "Unter welcher Anschrift erreichen wir Sie?", "What is your address?", "Phone number",
        "Please leave your contact details", "Email"}) {
    EXPECT_TRUE(AsksForContact(text)) << text;
  }
  for (const char* text : {"", "Wie alt sind Sie?", "Which topics should the town address?",
                           "Wie oft nutzt du dein Smartphone?", "Was w\u00FCnschen Sie sich?"}) {
    EXPECT_FALSE(AsksForContact(text)) << text;
  }
}

}  // namespace
}  // namespace lotse::survey
