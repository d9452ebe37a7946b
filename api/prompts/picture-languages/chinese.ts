import type { PictureLanguage } from './picture-language.ts'

export const chinese: PictureLanguage = {
  of: '：',
  comma: '、',
  stop: '。',
  gap: '',
  inPicture: '图中：',
  subject: '主题：',
  establishing: '宽阔全景',
  framings: ['特写', '广角画面', '俯视', '仰视', '平视', '框景', '静物细节', '侧面', '远景'],
  endings: [
    '柔和的侧光，浅景深。',
    '长长的晨影，一侧留白。',
    '均匀的日光下，一切井然有序。',
    '蓝色暮光中的暖光。',
    '正午清澈的光线，鲜明的对角线。',
    '低调的环境，一点鲜亮的颜色。',
    '雨后湿润地面上的倒影。',
  ],
  everyday: [
    '放着半成品的工作台',
    '两只手传递一件小物',
    '光从上方洒落的楼梯',
    '穿过田野通向一排树的小路',
    '平静水面码头边的小船',
    '黄昏窗前的一盏灯',
    '晨光中窗边安静的书桌',
    '有无花果树和空椅子的庭院',
  ],
}
