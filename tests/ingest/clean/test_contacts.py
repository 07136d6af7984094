"""Phones, e-mails and handles: what is found and what looks alike and is left. `«TYPE:…»` marks what must be found."""

from __future__ import annotations

import pytest

from tests.ingest.clean.marking import marked, plain

FOUND = [
    "Пишите: «EMAIL:ivan.petrov (at) firma.ru»",
    "«EMAIL:ivan [собака] firma точка ru»",
    "mail «EMAIL:ivan at firma dot com» please",
    "почта: «EMAIL:ivan собака mail точка ру»",
    "почта «EMAIL:ivan.petrov собака yandex.ru»",
    "«EMAIL:ivan[at]firma[dot]ru»",
    "«EMAIL:ivan (dot) petrov (at) gmail (dot) com»",
    "«EMAIL:иван точка петров собака яндекс точка ру»",
    "«EMAIL:ivan_petrov собака gmail ком»",
    "«EMAIL:ivan @ firma . ru» ответьте",
    "«EMAIL:ivan @firma.ru»",
    "reach me at «EMAIL:j.smith [at] company [dot] co [dot] uk»",
    "«EMAIL:ivan(a)firma.ru»",
    "«EMAIL:ivan{at}firma.ru»",
    "телеграм: «HANDLE:@ivan_petrov»",
    "пиши в тг «HANDLE:@ivan_petrov» или звони",
    "мой ник в телеге — «HANDLE:@ivan_petrov»",
    "tg: «HANDLE:@ivanpetrov85», inst: @ivan.p",
    "«HANDLE:https://t.me/ivan_petrov»",
    "«HANDLE:t.me/ivan_petrov» и «HANDLE:vk.com/id123498765»",
    "«HANDLE:vk.com/ivan.petrov85»",
    "«HANDLE:https://www.linkedin.com/in/ivan-petrov-3b1a2»",
    "https://wa.me/«PHONE:79161234568»",
    "скайп: «HANDLE:live:ivan.petrov»",
    "skype: «HANDLE:ivan_petrov85»",
    "«HANDLE:skype:ivan.petrov»?chat",
    "Telegram | «HANDLE:@ivan_petrov» |",
    "| Имя | Telegram |\n|---|---|\n| Иван | «HANDLE:@ivan_petrov» |",
    "тел. «PHONE:+7 916 123-45-68», «HANDLE:@ivan_petrov»",
    "«HANDLE:@ivan_petrov» (телеграм)",
    "instagram: «HANDLE:@anna.smirnova»",
    "тел. «PHONE:8.916.123.45.67» доб",
    "«PHONE:+7 (495) 765-43-22, вн. 45»",
    "«PHONE:020 7946 1958» London",
    "звоните «PHONE:8 (495) 765-43-22 доб. 123»",
    "Моя почта «EMAIL:petrov85 собачка mail точка ru», жду",
    "e-mail «EMAIL:petrov @ mail.ru»",
    "почта «EMAIL:Ivan.Petrov@yandex . ru»",
    "пиши «EMAIL:ivan-собака-mail.ru»",
    "«EMAIL:ivan AT firma DOT com»",
    "в вотсап «PHONE:8 916 765-43-22», в тг «HANDLE:@anna_sm»",
    "Telegram — «HANDLE:@ivan_petrov»; Skype — «HANDLE:ivan.petrov.85»",
    "Viber/WhatsApp/Telegram: «PHONE:+7 916 765-43-22»",
    "инстаграм «HANDLE:anna_smirnova» ",
    "Тел. «PHONE:(8442) 23-45-67»",
    "моб «PHONE:9167654322»",
    "логин «EMAIL:ivan, собака, mail, точка, ru»",
    "Логин: «HANDLE:ivanov.p», login = «HANDLE:j.smith»",
    "Username: «HANDLE:akuznetsova»",
    "учётная запись: «HANDLE:sokolova_m» в домене",
    "AD account — «HANDLE:petrov-an»",
    "User name: **«HANDLE:Grace.Field»**",
    "учётку HQ\\«HANDLE:a.smirnova» закрыли, вход под CORP\\«HANDLE:ivanov»",
    "| ФИО | Логин |\n|---|---|\n| a | «HANDLE:zsoika» |\n| b | «HANDLE:l.schur» |",
    "| Name | Username |\n|---|---|\n| Ines Castellanos | «HANDLE:icastellanos» |\n| Tobias Renner | «HANDLE:trenner» |",
    "Her user name is «HANDLE:agata.szymanski», log in as «HANDLE:dtillotson»",
    "подключитесь к базе, юзер «HANDLE:ivanova_ap» с утра",
    "Зайдите на сервер под «HANDLE:kuznetsov», вход под учётной записью «HANDLE:p.sokolov»",
]

LEFT = [
    "Логин: admin, login: root, username: postgres, учётная запись: svc_backup, логин: user1",
    "Username: your_username, login: required, account: nginx, user name: test.user",
    r"C:\Windows\System32, BUILTIN\Users, HKLM\Software, NT AUTHORITY\SYSTEM, D:\IVANOV\ivanov.p",
    "Логин: латиницей. Login page: main. Username: string, user-name: plugin",
    "| Login | Type |\n|---|---|\n| zsoika | string |",
    "| Name | Username |\n|---|---|\n| Build Server | bserver |\n| Jenkins | jenkins |\n| Night Watch | nwatch |",
    "Log in as admin, sign in as superuser, the login is required, the user name is case-sensitive",
    "Войдите под root, зайдите под учётной записью service, порт под nginx, лежит под ivanov",
    "look at firma.com for more",
    "we met at dot com times",
    "собака бежит по двору. Точка.",
    "npm install @angular/core и @media screen",
    "@Override public void run()",
    "@dataclass class telegram: pass",
    "телеграм-бот @my_super_bot",
    "https://t.me/share/url?url=x",
    "https://t.me/BotFather",
    "vk.com/dev и vk.com/app12345",
    "facebook.com/sharer.php?u=x",
    "Канал новостей: https://t.me/company_news",
    "ваш ник @username в telegram",
    "заказ 8 916 765",
]


@pytest.mark.parametrize("expected", FOUND)
def test_is_found(expected: str) -> None:
    assert marked(plain(expected)) == expected


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_alike_is_left(text: str) -> None:
    assert marked(text) == text
